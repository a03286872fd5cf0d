import { useEffect, type ReactElement } from 'react';
import { LevelsPanel } from '../cards/LevelsPanel.tsx';
import { ChartPanel } from '../chart/ChartPanel.tsx';
import { Dialog } from '../dialogs/Dialog.tsx';
import { HelpDialog } from '../dialogs/HelpDialog.tsx';
import { OpenForm } from '../dialogs/OpenForm.tsx';
import { ProblemPanel } from '../dialogs/ProblemPanel.tsx';
import { Mark } from '../icons/Icon.tsx';
import { JournalPanel } from '../journal/JournalPanel.tsx';
import { ParametersDialog } from '../parameters/ParametersDialog.tsx';
import { CompareDialog } from '../compare/CompareDialog.tsx';
import { ComparePanel } from '../compare/ComparePanel.tsx';
import { ConnectionBanner, WarningBanner } from '../status/ConnectionBanner.tsx';
import { RecoveryBanner } from '../status/RecoveryBanner.tsx';
import { StatusBar } from '../status/StatusBar.tsx';
import { TimelinePanel } from '../timeline/TimelinePanel.tsx';
import { Transport } from '../transport/Transport.tsx';
import { useActions, useApp, useAppContext } from './context.tsx';
import { RightColumn } from './RightColumn.tsx';
import { listenForShortcuts } from './shortcuts.ts';

function Start(): ReactElement {
  return (
    <main className="start" aria-label="Start">
      <div className="start-box">
        <div className="row start-title">
          <Mark />
          <h2>Open a session</h2>
        </div>
        <p className="t2">Replay it exactly as it was, tick for tick.</p>
        <OpenForm />
      </div>
    </main>
  );
}

function Opening(): ReactElement | null {
  const isOpening = useApp((state) => state.session?.phase === 'opening');
  const name = useApp((state) => state.session?.name);
  if (!isOpening) return null;
  return (
    <section className="notice" role="status" data-testid="opening">
      Opening {name}. The first picture comes with the first trade and one full book.
    </section>
  );
}

function OpenDialog(): ReactElement {
  const { showDialog } = useActions();
  return (
    <Dialog title="Open a session" onClose={() => showDialog(undefined)}>
      <OpenForm />
    </Dialog>
  );
}

/** The whole screen. */
export function Workstation(): ReactElement {
  const app = useAppContext();
  const phase = useApp((state) => state.session?.phase);
  const isOffline = useApp((state) => state.connection !== 'open');
  const hasPicture = useApp((state) => state.frame !== undefined);
  const dialog = useApp((state) => state.dialog);
  useEffect(() => listenForShortcuts(window, app), [app]);
  const isStart = !hasPicture && (phase === 'empty' || phase === 'failed');
  return (
    <div className="frame" data-offline={isOffline || undefined}>
      <StatusBar />
      <div className="banners">
        <ConnectionBanner />
        <RecoveryBanner />
        <ProblemPanel />
        <Opening />
        <WarningBanner />
        <ComparePanel />
      </div>
      {isStart ? (
        <Start />
      ) : (
        <div className="panels">
          <LevelsPanel />
          <ChartPanel />
          <RightColumn />
          <JournalPanel />
        </div>
      )}
      {!isStart && <TimelinePanel />}
      <Transport />
      {dialog === 'open' && <OpenDialog />}
      {dialog === 'help' && <HelpDialog />}
      {dialog === 'compare' && <CompareDialog />}
      {dialog === 'parameters' && <ParametersDialog />}
    </div>
  );
}
