import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { registerOffline } from './state/offline.ts';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <h1>datasets.viewer</h1>
    </StrictMode>,
  );
}
registerOffline();
