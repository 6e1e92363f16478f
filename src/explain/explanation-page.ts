/** Explanations as one HTML file: a card a molecule and target, with the contributions as colors and as numbers. */
import { formatNumber, toBase64 } from '../base/index.ts';
import { htmlPage, type Markup, markup, warnings } from '../charts/index.ts';
import { type Chemistry, elementSymbol } from '../chem/index.ts';
import { reasonOf } from '../predict/index.ts';
import type { ModelCard } from '../runs/index.ts';
import { findTask } from '../tasks/index.ts';
import { legendColors } from './contribution-colors.ts';
import { drawContributions, drawingSize } from './contribution-drawing.ts';
import type { Counterfactual } from './counterfactuals.ts';
import type { ExplanationMethod, TargetExplanation } from './explainer.ts';
import type { Explanation } from './explanation.ts';

export interface ExplanationPageOptions {
  readonly chemistry: Chemistry;
  readonly card: ModelCard;
  readonly method: ExplanationMethod;
  /** Where the model is from. */
  readonly model: string;
  /** Names of those that are explained. */
  readonly targets: readonly string[];
  /** What is not explained, and what speaks against the model. */
  readonly warnings: readonly string[];
  /** Molecules that were explained and are not shown. */
  readonly left: number;
}

const methods: Readonly<Record<ExplanationMethod, string>> = {
  'integrated-gradients':
    'Integrated gradients: every atom goes from an atom without features to what it is, all atoms together, and gets what its part of the way adds.',
  shapley:
    'Shapley values: every combination of the parts is computed, the others without features, and a part gets the mean of what it adds. The atoms of a part share its value, with the differences between them that integrated gradients find.',
};

export function explanationPage(explanations: readonly Explanation[], options: ExplanationPageOptions): string {
  const { card, method, model, targets, left } = options;
  const sections = explanations.map((explanation, index) => ({
    id: `molecule-${index + 1}`,
    title: explanation.smiles,
    content: markup`${doubtLine(explanation)}${applicabilityLine(explanation, card)}<div class="explanations">${explanation.targets.map(
      (target, at) => targetCard(explanation, { target, others: explanation.counterfactuals[at]! }, options),
    )}</div>`,
  }));
  return htmlPage({
    title: `What the atoms contribute to ${targets.join(', ')}`,
    subtitle: `${model}, ${card.model}, trained on ${card.training.data}`,
    lead: markup`${warnings(options.warnings)}${legend()}<p class="muted">${methods[method]} Contributions add up to the prediction less the baseline, which is what the model says of the same molecule without any features of atoms. They describe the model, not nature.</p>${left > 0 && markup`<p class="muted">${left} further molecules are in the table and not on this page.</p>`}`,
    sections,
    footer: `graphsam ${card.version}`,
    css,
  });
}

function legend(): Markup {
  const { raises, lowers, nothing } = legendColors();
  return markup`<p class="legend"><span style="background:${lowers}"></span> lowers the prediction <span style="background:${nothing}"></span> does nothing <span style="background:${raises}"></span> raises it</p>`;
}

function doubtLine({ prediction }: Explanation): Markup | undefined {
  const doubt = reasonOf(prediction);
  return doubt === '' ? undefined : markup`<p><strong>Not to be relied on:</strong> ${doubt}.</p>`;
}

function applicabilityLine({ prediction: { applicability } }: Explanation, card: ModelCard): Markup | undefined {
  if (!applicability) return undefined;
  const { smiles, similarity, labels, unseenEnvironments } = applicability;
  const known = card.tasks.flatMap((name, task) =>
    Number.isNaN(labels[task]) ? [] : [`${name} ${labelText(labels[task]!, task, card)}`],
  );
  return markup`<p class="muted">Most similar training molecule: <code>${smiles}</code>, similarity ${similarity.toFixed(2)}${known.length > 0 && markup`, ${known.join(', ')}`}. Atoms in environments that training had not: ${Math.round(100 * unseenEnvironments)} %.</p>`;
}

function targetCard(
  { smiles, molecule, fragments }: Explanation,
  { target, others }: { readonly target: TargetExplanation; readonly others: readonly Counterfactual[] },
  { chemistry, card }: ExplanationPageOptions,
): Markup {
  const { quantity, prediction, baseline, contributions, residual } = target;
  // Targets may be a choice among those of the model.
  const task = card.tasks.indexOf(target.target);
  const order = [...contributions.keys()].sort((a, b) => Math.abs(contributions[b]!) - Math.abs(contributions[a]!));
  const rows = order.map(
    (atom) =>
      markup`<tr><td>${elementSymbol(molecule.atoms[atom]!.atomicNumber)} ${atom + 1}</td>${fragments && markup`<td>${fragments[atom]!}</td>`}<td>${signed(contributions[atom]!)}</td></tr>`,
  );
  const svg = drawContributions(chemistry, { smiles, contributions });
  const picture = svg
    ? markup`<img class="drawing" width="${drawingSize.width}" height="${drawingSize.height}" alt="Contributions of the atoms of ${smiles}" src="data:image/svg+xml;base64,${toBase64(new TextEncoder().encode(svg))}">`
    : markup`<p>cannot be drawn</p>`;
  return markup`<div class="explanation">${picture}<dl><div><dt>${quantity}</dt><dd>${formatNumber(prediction)}</dd></div><div><dt>baseline</dt><dd>${formatNumber(baseline)}</dd></div><div><dt>shared out, not computed</dt><dd>${residual.toExponential(1)}</dd></div></dl>
<details><summary>Contributions of the atoms</summary><table><thead><tr><th>atom</th>${fragments && markup`<th>part</th>`}<th>contribution</th></tr></thead><tbody>${rows}</tbody></table></details>
${others.length > 0 && markup`<p>Similar training molecules with another outcome:</p><ul>${others.map((other) => counterfactualLine(other, task, card))}</ul>`}</div>`;
}

function counterfactualLine({ smiles, similarity, label }: Counterfactual, task: number, card: ModelCard): Markup {
  return markup`<li><code>${smiles}</code>, similarity ${similarity.toFixed(2)}, ${labelText(label, task, card)}</li>`;
}

function labelText(label: number, task: number, { taskType, classes }: ModelCard): string {
  return classes ? findTask(taskType).columns.label(label, classes[task]) : formatNumber(label);
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${formatNumber(value)}`;
}

const css = `
.explanations { display: flex; flex-wrap: wrap; gap: 16px; }
.explanation { width: 344px; max-width: 100%; padding: 12px; border: 1px solid var(--chart-grid); border-radius: 8px; font-size: 0.9rem; break-inside: avoid; }
.explanation .drawing { max-width: 100%; height: auto; background: #fff; border-radius: 4px; }
.explanation dl { margin: 8px 0; }
.explanation dl div { display: flex; justify-content: space-between; gap: 8px; }
.explanation dd { margin: 0; font-variant-numeric: tabular-nums; }
.explanation code, section > h2 { overflow-wrap: anywhere; }
.legend span { display: inline-block; width: 1em; height: 1em; margin-left: 1em; border: 1px solid var(--chart-grid); border-radius: 50%; vertical-align: -0.15em; }
`;
