/** Where a request reads from: a blob, something that is no blob, or nobody knows. */
export type SourcePlace =
  | { readonly kind: 'blob'; readonly host: string; readonly path: string }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'unknown' };

/** The place an import's source is in. `uri` is a blob's address, a `file:` address or a path on a share; anything may follow a `?`. */
export function placeOfSource(uri: string): SourcePlace {
  if (uri.startsWith('\\\\')) return { kind: 'elsewhere' };
  if (!URL.canParse(uri)) return { kind: 'unknown' };
  const url = new URL(uri);
  if (url.protocol === 'file:') return { kind: 'elsewhere' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { kind: 'unknown' };
  return { kind: 'blob', host: url.hostname, path: decode(url.pathname) };
}

/** One container, for comparing addresses with it. */
export type ContainerPlace = {
  /** `container/name` of the blob, as journals name it. */
  readonly blobName: (name: string) => string;
  /** True for the address of that blob, whatever the protocol and the port. */
  readonly isAddressOf: (place: SourcePlace, name: string) => boolean;
  /** True as well for another host with a container and a blob of these names: it may be another name of the same account. */
  readonly mayBeAddressOf: (place: SourcePlace, name: string) => boolean;
};

/** @param containerUrl address of the container without a SAS. */
export function containerPlace(containerUrl: string): ContainerPlace {
  const { hostname, pathname } = new URL(containerUrl);
  const folder = decode(pathname).replace(/\/+$/, '');
  const container = folder.slice(folder.lastIndexOf('/') + 1);
  return {
    blobName: (name) => `${container}/${name}`,
    isAddressOf: (place, name) =>
      place.kind === 'blob' && place.host === hostname && place.path === `${folder}/${name}`,
    mayBeAddressOf: (place, name) => place.kind === 'blob' && place.path.endsWith(`/${container}/${name}`),
  };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A lone percent sign: it stands for itself.
    return path;
  }
}
