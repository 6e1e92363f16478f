/** What each atom contributes to a prediction. */
export { drawContributions } from './contribution-drawing.ts';
export type { ExplainOptions, ExplanationMethod } from './explainer.ts';
export { type Explanation, type ExplanationSource, openExplanations } from './explanation.ts';
export { explainSettingsSchema } from './settings.ts';
