/** Starts the engine, makes the store, mounts the app. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@fontsource-variable/inter/wght.css';
import { createClient } from './engine/client.ts';
import { createApp } from './state/app.ts';
import { spendLeisure } from './state/leisure.ts';
import { AppContext } from './state/use-app.ts';
import { App } from './views/app/App.tsx';
import { createDropSurface } from './views/app/drop-surface.ts';
import './views/base.css';

const root = document.getElementById('root');
if (root) {
  const engine = createClient();
  const app = createApp(engine);
  const drops = createDropSurface((transfer) => void app.openDrop(transfer));
  void spendLeisure(engine, app.store);
  createRoot(root).render(
    <StrictMode>
      <AppContext value={app}>
        <App drops={drops} />
      </AppContext>
    </StrictMode>,
  );
}
