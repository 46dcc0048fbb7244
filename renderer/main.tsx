import { createDOMRenderer, FluentProvider, RendererProvider } from '@fluentui/react-components';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BRIDGE_NAME } from '../preload/contract/names.ts';
import { App } from './app.tsx';
import { createClient } from './bridge/client.ts';
import { ClientContext } from './bridge/hooks.ts';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { FullPageNote } from './components/full-page-note.tsx';
import { createLanguage, LanguageContext, useMessages } from './format/messages.ts';
import { useSystemTheme } from './theme.ts';

function Themed({ children }: { readonly children: ReactNode }) {
  return <FluentProvider theme={useSystemTheme()}>{children}</FluentProvider>;
}

function CrashNote() {
  const messages = useMessages();
  const action = { label: messages.app.reload, onClick: () => window.location.reload() };
  return <FullPageNote title={messages.app.crashed} text={messages.app.crashedAdvice} action={action} />;
}

/** Starts the window in the given element. */
function mount(root: Element): void {
  // The page's policy refuses style rules that do not carry the nonce of this response.
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
  const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } });
  const client = createClient(window[BRIDGE_NAME]);
  const language = createLanguage(navigator.languages);
  createRoot(root).render(
    <StrictMode>
      <RendererProvider renderer={renderer} targetDocument={document}>
        <LanguageContext value={language}>
          <Themed>
            <ErrorBoundary fallback={<CrashNote />}>
              {client === null ? (
                <FullPageNote title={language.messages.app.noBridge} />
              ) : (
                <ClientContext value={client}>
                  <App />
                </ClientContext>
              )}
            </ErrorBoundary>
          </Themed>
        </LanguageContext>
      </RendererProvider>
    </StrictMode>,
  );
}

const root = document.getElementById('root');
if (root !== null) mount(root);
