/** Kinds of targets. */
export type TaskType = 'regression' | 'classification';
export const taskTypes = ['regression', 'classification'] as const satisfies readonly TaskType[];
