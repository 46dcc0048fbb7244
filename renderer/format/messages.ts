import { createContext, useContext } from 'react';
import { createFormat, type Format } from './format.ts';
import { pickLocale } from './locale.ts';
import { en, type Messages } from './locales/en.ts';

/** The texts of the window and the formats that go with them. */
export type Language = { readonly messages: Messages; readonly format: Format };

/** English, the only catalogue so far, in the regional form the reader prefers. */
export function createLanguage(preferredLocales: readonly string[]): Language {
  return { messages: en, format: createFormat(pickLocale(preferredLocales, en.language), en) };
}

/** Carries the language to the hooks. */
export const LanguageContext = createContext<Language>(createLanguage([]));

/** The texts and the formats together. */
export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** All texts of the window. */
export function useMessages(): Messages {
  return useContext(LanguageContext).messages;
}

/** Sizes, dates, rates and durations as the reader expects them. */
export function useFormat(): Format {
  return useContext(LanguageContext).format;
}
