/** The entry of the page: puts the steps into the skeleton that index.html shows already, then wakes the engine. */
import { render } from 'preact';
import { App } from './ui/app.tsx';
import { keepFilesOut } from './ui/keep-files-out.ts';
import { NextAction } from './ui/next-action.tsx';
import { keepForOffline } from './ui/offline.ts';
import { followPath } from './ui/path.ts';
import { wakeEngine } from './ui/state/engine.ts';
import { followEstimate } from './ui/state/estimate.ts';
import { followForests } from './ui/state/forest.ts';
import { followLink } from './ui/state/link.ts';
import { openLinked } from './ui/state/open-file.ts';
import { prepareWhenSeen } from './ui/state/prepare-predictions.ts';
import { followResults } from './ui/state/results.ts';
import { listSaved } from './ui/state/saved-runs.ts';

const page = document.getElementById('page')!;
page.replaceChildren();
render(<App />, page);
followPath(document.getElementById('path')!);
render(<NextAction />, document.getElementById('next')!);
followResults();
followForests();
followEstimate();
followLink();
keepForOffline();
keepFilesOut();
// After the first view has been drawn.
requestAnimationFrame(() =>
  setTimeout(() => {
    void wakeEngine().then(listSaved).then(openLinked);
    prepareWhenSeen(document.getElementById('predict')!);
  }),
);
