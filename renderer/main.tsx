import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connectApp } from './app/connectApp.ts';
import { AppProvider } from './app/context.tsx';
import { Workstation } from './app/Workstation.tsx';
import { openBridge } from './bridge/openBridge.ts';
import { createAppStore } from './store/appStore.ts';
import { loadSettings } from './store/settings.ts';
import './styles/index.css';

const root = document.getElementById('root');
if (root === null) throw new Error('Invariant: index.html has no #root');

const store = createAppStore(loadSettings(localStorage));
const bridge = openBridge(window);
connectApp(store, bridge, localStorage);

// The chart measures and draws text on canvas: it must not do so with a stand-in font.
const fonts = ['12px "Inter Variable"', '12px "JetBrains Mono Variable"'];
await Promise.allSettled(fonts.map((font) => document.fonts.load(font)));

createRoot(root).render(
  <StrictMode>
    <AppProvider store={store} bridge={bridge}>
      <Workstation />
    </AppProvider>
  </StrictMode>,
);
