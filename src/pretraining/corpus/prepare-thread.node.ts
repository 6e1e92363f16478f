/** The thread's side of preparers.node.ts: a toolkit of its own, and one file of the corpus a call. */
import { loadChemistry } from '../../chem/index.node.ts';
import { findModel } from '../../models/index.ts';
import { loadInheritedPlugins } from '../../plugins/index.node.ts';
import { type PreparedShard, prepareShard, type ShardOrder } from './prepare-shard.node.ts';

await loadInheritedPlugins();
const chemistry = await loadChemistry();

export function prepare({ model, ...order }: ShardOrder & { readonly model: string }): Promise<PreparedShard> {
  return prepareShard(order, chemistry, findModel(model));
}
