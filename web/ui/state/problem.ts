/** What went wrong, as the page shows it: what, where, what to do. The library's errors bring all three. */
import { nameSettings, settingsIn } from '../../engine/protocol.ts';
import { settingInWords, settingLabel } from './setting-labels.ts';

export interface Problem {
  readonly what: string;
  readonly where?: string;
  readonly advice?: string;
}

export function describeProblem(error: unknown): Problem {
  const details = error as { what?: unknown; where?: unknown; advice?: unknown; message?: unknown } | undefined;
  if (typeof details?.what === 'string') {
    const advice = typeof details.advice === 'string' ? adviceHere(details.advice) : '';
    return {
      what: inWordsOfThePage(details.what),
      ...(typeof details.where === 'string' && { where: inWordsOfThePage(details.where) }),
      ...(advice !== '' && { advice }),
    };
  }
  const message = typeof details?.message === 'string' ? details.message : String(error);
  return {
    what: message === '' ? 'Something failed without saying why' : message,
    advice: 'Reload the page; what was trained is kept. If it comes again, please report it with this text.',
  };
}

/** `` `data.labelMap: low=0,high=1` `` becomes `“Labels as numbers” low=0,high=1`. */
export function inWordsOfThePage(text: string): string {
  return nameSettings(text, settingInWords);
}

/** The sentences of an advice that can be followed here: those about settings that the page has. */
function adviceHere(advice: string): string {
  const sentences = advice.split(/(?<=[.!?]) (?=[A-Z`])/);
  const followable = sentences.filter((sentence) =>
    settingsIn(sentence).every((path) => settingLabel(path) !== undefined),
  );
  return inWordsOfThePage(followable.join(' '));
}

export function isAbort(error: unknown): boolean {
  return (error as { name?: unknown } | undefined)?.name === 'AbortError';
}
