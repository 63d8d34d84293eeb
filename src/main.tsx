/** Starts the engine, makes the store, mounts the app. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@fontsource-variable/inter/wght.css';
import { createClient } from './engine/client.ts';
import { createApp } from './state/app.ts';
import { registerOffline } from './state/offline.ts';
import { AppContext } from './state/use-app.ts';
import { App } from './views/app/App.tsx';
import './views/base.css';

const root = document.getElementById('root');
if (root) {
  const app = createApp(createClient());
  registerOffline(() => app.store.getState().activity !== undefined);
  createRoot(root).render(
    <StrictMode>
      <AppContext value={app}>
        <App />
      </AppContext>
    </StrictMode>,
  );
}
