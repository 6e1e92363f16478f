/** A training as the page holds it: its worker, its state, its end. */
import type { Training, TrainingListeners } from '../engine.ts';
import type { Position, TrainingOutcome, TrainingState } from '../protocol.ts';
import { type TrainingClient, trainingClient } from '../workers.ts';
import type { TrainEvent, TrainInput } from './training-calls.ts';

/** Time and chance; people never see it. */
export function newRunId(): string {
  const [random] = crypto.getRandomValues(new Uint32Array(1));
  return `${Date.now().toString(36)}-${random!.toString(36)}`;
}

export class TrainingInWorker implements Training {
  readonly id: string;
  readonly outcome: Promise<TrainingOutcome>;
  readonly #listeners: TrainingListeners;
  readonly #forget: () => Promise<void>;
  readonly #worker: TrainingClient;
  #state: TrainingState = 'loading';
  /** What the run left lies in the worker alone. */
  #isHolding = true;

  /** forget: deletes the run from the storage. */
  constructor(input: TrainInput, listeners: TrainingListeners, forget: () => Promise<void>) {
    this.#forget = forget;
    this.id = input.id;
    this.#listeners = listeners;
    this.#worker = trainingClient(`training ${input.id}`);
    this.outcome = this.#train(input);
    // Whoever listens to the state only must not get an unhandled rejection for it.
    this.outcome.catch(() => {});
  }

  get state(): TrainingState {
    return this.#state;
  }

  /** The worker, as long as only it can tell what the run found. */
  get holder(): TrainingClient | undefined {
    return this.#state === 'finished' && this.#isHolding ? this.#worker : undefined;
  }

  async pause(): Promise<Position> {
    const position = await this.#worker.call('pause', undefined);
    if (this.#isUnderWay()) this.#enter('paused');
    return position;
  }

  resume(): void {
    if (!this.#isUnderWay()) return;
    this.#enter('running');
    this.#worker.call('resume', undefined).catch(() => {});
  }

  async step(): Promise<Position> {
    if (this.#isUnderWay()) this.#enter('running');
    const position = await this.#worker.call('step', undefined);
    if (this.#isUnderWay()) this.#enter('paused');
    return position;
  }

  async stop(): Promise<void> {
    if (!this.#isUnderWay()) return;
    await this.#worker.call('stop', undefined);
    await this.outcome.catch(() => {});
  }

  async reset(): Promise<void> {
    this.close();
    await this.#forget();
  }

  close(): void {
    this.#worker.terminate();
  }

  async #train(input: TrainInput): Promise<TrainingOutcome> {
    try {
      const { kept, ...outcome } = await this.#worker.call('train', input, { onEvent: (event) => this.#report(event) });
      this.#isHolding = !kept;
      // Its memory goes back; what it found is in the storage.
      if (kept) this.#worker.terminate();
      this.#enter(outcome.status);
      return outcome;
    } catch (error) {
      this.#enter('failed');
      this.#worker.terminate();
      throw error;
    }
  }

  #report(reported: TrainEvent): void {
    switch (reported.kind) {
      case 'event':
        if (reported.event.kind === 'start' && this.#state === 'loading') this.#enter('running');
        this.#listeners.onEvent?.(reported.event);
        break;
      case 'step':
        this.#listeners.onStep?.(reported.step);
        break;
      case 'epoch':
        this.#listeners.onEpoch?.(reported.report);
        break;
      case 'warning':
        this.#listeners.onWarning?.(reported.message);
    }
  }

  #isUnderWay(): boolean {
    return this.#state === 'loading' || this.#state === 'running' || this.#state === 'paused';
  }

  #enter(state: TrainingState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#listeners.onState?.(state);
  }
}
