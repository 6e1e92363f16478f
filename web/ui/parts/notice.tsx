/** A colored paragraph: what went wrong, what to think about, what is offered. */
import type { ComponentChildren } from 'preact';
import { inWordsOfThePage, type Problem } from '../state/problem.ts';

interface NoticeProps {
  readonly kind: 'caution' | 'problem' | 'offer' | 'note';
  readonly title?: string;
  readonly children?: ComponentChildren;
}

export function Notice({ kind, title, children }: NoticeProps) {
  return (
    <div class="notice" data-kind={kind} role={kind === 'problem' ? 'alert' : undefined}>
      {title && (
        <strong>
          <bdi class="name">{title}</bdi>
        </strong>
      )}
      {children}
    </div>
  );
}

export function ProblemNotice({ problem, title }: { readonly problem: Problem; readonly title: string }) {
  return (
    <Notice kind="problem" title={title}>
      <p>
        {problem.where && <span>{problem.where}: </span>}
        {problem.what}
        {!/[.!?]$/.test(problem.what) && '.'}
      </p>
      {problem.advice && <p>{problem.advice}</p>}
    </Notice>
  );
}

export function Sentences({ kind, title, sentences }: NoticeProps & { readonly sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <Notice kind={kind} {...(title && { title })}>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{inWordsOfThePage(sentence)}</li>
        ))}
      </ul>
    </Notice>
  );
}
