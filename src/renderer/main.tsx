/** The window: builds the store on the bridge, hands it down and draws. */
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app/App.tsx';
import './app.css';
import { getBridge } from './bridge.ts';
import { createDrover } from './store/drover.ts';
import { DroverContext } from './store/use-drover.ts';

// zod compiles its validators with `new Function`, which the window's policy refuses.
z.config({ jitless: true });

const drover = createDrover(getBridge());
void drover.start();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <DroverContext value={drover}>
        <Tooltip.Provider delay={400}>
          <App />
        </Tooltip.Provider>
      </DroverContext>
    </CSPProvider>
  </StrictMode>,
);
