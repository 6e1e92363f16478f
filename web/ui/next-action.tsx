/** What comes next, always in sight: in the bar at the top, on narrow screens at the bottom. Gone while its place is on the screen. */
import { useEffect, useState } from 'preact/hooks';
import { modelFromFile } from './state/predicting-model.ts';
import { results } from './state/results.ts';
import { isTraining, runs } from './state/runs.ts';
import { tableState } from './state/table.ts';
import { progressText } from './train/training-progress.tsx';

interface Next {
  readonly place: string;
  readonly text: string;
}

export function NextAction() {
  const next = nextAction();
  const isInSight = useInSight(next);
  if (isInSight) return null;
  return (
    <a class="button next" href={`#${next.place}`}>
      {next.text}
    </a>
  );
}

function nextAction(): Next {
  if (isTraining.value) return { place: 'runs', text: progressText.value };
  if (results.value.size > 0) return { place: 'results', text: 'See the results' };
  if (modelFromFile.value) return { place: 'predict', text: 'Predict molecules' };
  const { kind } = tableState.value;
  if (kind === 'asks') return { place: 'table', text: 'Say what to learn' };
  if (kind === 'refused') return { place: 'table', text: 'Mend the table' };
  if (kind === 'ready' || runs.value.length > 0) return { place: 'runs', text: 'Go to training' };
  return { place: 'sources', text: 'Bring a table' };
}

/** Whether its place is on the screen below the bar; true before it is known. */
function useInSight({ place, text }: Next): boolean {
  const [isInSight, setInSight] = useState(true);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setInSight(entry!.isIntersecting), {
      rootMargin: '-60px 0px -60px 0px',
    });
    // The steps are drawn after this bar.
    const timer = setTimeout(() => {
      const element = document.getElementById(place);
      if (element) observer.observe(element);
    });
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [place, text]);
  return isInSight;
}
