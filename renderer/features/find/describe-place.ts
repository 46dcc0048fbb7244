import type { Place } from '../../../preload/contract/index.ts';
import type { Messages } from '../../format/locales/en.ts';

/** Folder names that are told; of a longer way its end is, which is where files of the same name differ. */
const MOST_FOLDERS = 2;

/** Where a file is, as a person would say it: "Outlook Files in Documents", "Backup on D:", "Archive in OneDrive". */
export function describePlace(place: Place, messages: Messages): string {
  const { places } = messages;
  const folders = trail(place.folders);
  if (place.base === 'drive') {
    return folders === '' ? places.topOfDrive(place.label) : places.onDrive(folders, place.label);
  }
  const where = baseOf(place, messages);
  if (folders !== '') return places.inside(folders, where);
  // The name of a folder stays as it is written on disk.
  return place.label === '' ? capitalize(where) : where;
}

function baseOf({ base, label, profile }: Place, { places }: Messages): string {
  switch (base) {
    case 'drive':
    case 'cloud':
    case 'folder':
      return profile === null ? label : places.ofPerson(label, profile);
    default:
      return profile === null ? places.bases[base] : places.ofPerson(places.bases[base], profile);
  }
}

function trail(folders: readonly string[]): string {
  const told = folders.slice(-MOST_FOLDERS);
  return (told.length < folders.length ? ['…', ...told] : told).join(' › ');
}

function capitalize(text: string): string {
  const [first = ''] = text;
  return `${first.toLocaleUpperCase()}${text.slice(first.length)}`;
}
