/** One suite for every kind of channel; what a kind cannot do is left out by name. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { deserialize, serialize } from 'node:v8';
import { ConfigError, RunError } from '../../base/errors.ts';
import type { Channel, ChannelListener } from './channel.ts';
import { Client } from './client.ts';
import { PeerEndedError, peerEnded } from './peer-ended-error.ts';
import { portChannel } from './port-channel.ts';
import { openProcess } from './process-channel.node.ts';
import { serve } from './serve.ts';
import * as served from './served.test.helper.ts';
import { openThread } from './thread-channel.node.ts';

const module = new URL('./served.test.helper.js', import.meta.url);

interface Kind {
  readonly name: string;
  readonly open: () => Channel;
  /** The served functions have a thread of their own, which can be kept busy, and ended. */
  readonly isApart: boolean;
  /** Buffers are moved where that is asked for, else copied. */
  readonly moves: boolean;
}

const kinds: readonly Kind[] = [
  { name: 'port', open: openPort, isApart: false, moves: true },
  { name: 'bytes', open: openBytes, isApart: false, moves: false },
  { name: 'thread', open: () => openThread(module), isApart: true, moves: true },
  { name: 'process', open: () => openProcess(module), isApart: true, moves: false },
];

function openPort(): Channel {
  const { port1, port2 } = new MessageChannel();
  serve(portChannel(port2), served);
  return portChannel(port1);
}

/** As a network would: messages are bytes, and take a while. */
function openBytes(): Channel {
  const sides: ChannelListener[] = [];
  const side = (own: 0 | 1): Channel => ({
    sharesMemory: false,
    post: (message) => {
      const bytes = serialize(message);
      setTimeout(() => sides[1 - own]?.onMessage(deserialize(bytes)));
    },
    listen: (listener) => {
      sides[own] = listener;
    },
    close: async () => {
      for (const { onEnd } of sides.splice(0)) onEnd({ how: 'the connection was closed' });
    },
  });
  serve(side(1), served);
  return side(0);
}

for (const kind of kinds) {
  const { isApart, moves } = kind;

  suite(`a channel of the kind "${kind.name}"`, { timeout: 60_000 }, () => {
    let client: Client<typeof served>;
    const open = (): Client<typeof served> => {
      return new Client(kind.open, { onPeerEnd: peerEnded({ who: 'the peer', advice: 'Start another.' }) });
    };
    before(() => {
      client = open();
    });
    after(() => client.close());

    test('carries input, events in order before the result, and the result, typed arrays included', async () => {
      const events: number[] = [];
      const onEvent = (total: number): void => void events.push(total);
      assert.deepEqual(await client.call('run', { numbers: Float32Array.of(1, 2, 3) }, { onEvent }), { total: 6 });
      assert.deepEqual(events, [1, 3, 6]);
      assert.deepEqual(await client.call('double', Float32Array.of(1, 2)), Float32Array.of(2, 4));
    });

    test('answers 10,000 calls under way at once, each caller with its own answer', async () => {
      const of = 10_000;
      const indices = Array.from({ length: of }, (_, index) => index);
      const answers = await Promise.all(indices.map((index) => client.call('answerLate', { index, of })));
      assert.deepEqual(answers, indices);
    });

    test('does not mix the events of two calls', async () => {
      const totals = async (numbers: Float32Array): Promise<number[]> => {
        const events: number[] = [];
        await client.call('run', { numbers }, { onEvent: (total) => void events.push(total) });
        return events;
      };
      const [up, down] = await Promise.all([
        totals(new Float32Array(500).fill(1)),
        totals(new Float32Array(500).fill(-1)),
      ]);
      assert.deepEqual([up.length, up.at(-1)], [500, 500]);
      assert.deepEqual([down.length, down.at(-1)], [500, -500]);
    });

    test('carries a stop to a function that has begun, and one that was asked for before', async () => {
      const controller = new AbortController();
      const stopping = { signal: controller.signal, onEvent: () => controller.abort() };
      assert.equal(await client.call('listen', 'answer', stopping), 'heard');
      assert.equal(await client.call('listen', 'answer', { signal: AbortSignal.abort() }), 'heard');
    });

    const withoutMemory = isApart && kind.name !== 'thread' ? 'it shares no memory' : false;
    const busy = { skip: isApart ? withoutMemory : 'caller and function share a thread' };
    for (const how of ['ask', 'throw'] as const) {
      test(`carries a stop to a thread that reads no messages (${how})`, busy, async () => {
        const controller = new AbortController();
        const reason = new Error('enough');
        const stopping = { signal: controller.signal, onEvent: () => controller.abort(reason) };
        const steps = client.call('stepUntilAborted', how, stopping);
        if (how === 'ask') assert.ok((await steps) >= 0);
        else await assert.rejects(steps, (error) => error === reason);
      });
    }

    test("rejects with the caller's own reason where a stopped function throws its signal's", async () => {
      const reason = new Error('enough');
      const stopped = client.call('listen', 'throw', { signal: AbortSignal.abort(reason) });
      await assert.rejects(stopped, (error) => error === reason);
    });

    test('ends a call whose listener throws, with what it threw, and goes on with the others', async () => {
      const broken = client.call('listen', 'answer', {
        onEvent: () => {
          throw new Error('listener');
        },
      });
      await assert.rejects(broken, /listener/);
      assert.deepEqual(await client.call('double', Float32Array.of(1)), Float32Array.of(2));
    });

    test('gives an error of ours as the same class with its fields and cause', async () => {
      await assert.rejects(client.call('fail', 'config'), (error: unknown) => {
        assert.ok(error instanceof ConfigError);
        assert.equal(error.name, 'ConfigError');
        const same = new ConfigError({ what: 'rho is -1', where: '--rho', advice: 'Give 0 or more.' });
        assert.equal(error.message, same.message);
        assert.deepEqual([error.what, error.where, error.advice], ['rho is -1', '--rho', 'Give 0 or more.']);
        assert.equal((error.cause as Error).message, 'inner');
        assert.match(error.stack!, /served\.test\.helper/);
        return true;
      });
      await assert.rejects(client.call('fail', 'run'), RunError);
    });

    test('gives any other error by name and fields, and builds no class for it', async () => {
      await assert.rejects(client.call('fail', 'foreign'), { name: 'RangeError', code: 'E_FAR' });
      await assert.rejects(client.call('fail', 'text'), /only a text/);
      await assert.rejects(client.call('fail', 'disguised'), (error: unknown) => {
        return error instanceof Error && /every object inherits/.test(error.message);
      });
    });

    test('rejects a call that cannot be copied, either way, and one of an unknown or inherited name', async () => {
      await assert.rejects(client.call('double', (() => {}) as never), /could not be cloned/);
      await assert.rejects(client.call('fail', 'uncopyable'), /could not be cloned/);
      for (const name of ['nothing', 'toString', 'constructor']) {
        await assert.rejects(client.call(name as 'double', new Float32Array()), /no function \w+ is served here/);
      }
    });

    test('moves buffers where it can, and copies them where it cannot', async () => {
      const input = Float32Array.of(1, 2);
      assert.deepEqual(await client.call('double', input, { transfer: [input.buffer] }), Float32Array.of(2, 4));
      assert.equal(input.length, moves ? 0 : 2);
      assert.equal((await client.call('give', 5)).length, 5);
      assert.equal(await client.call('leftOfGiven', undefined), moves ? 0 : 5);
    });

    test('closes once the calls under way have ended, and refuses others', async () => {
      const own = open();
      const late = own.call('answerLate', { index: 0, of: 1 });
      await Promise.all([own.close(), own.close()]);
      assert.equal(await late, 0);
      await assert.rejects(own.call('double', new Float32Array()), { code: 'worker-died' });
      await open().close();
    });

    test('rejects what waits when it is ended at once', async () => {
      const own = open();
      const waiting = own.call('listen', 'answer', { onEvent: () => own.terminate() });
      await assert.rejects(waiting, { code: 'worker-died' });
    });

    for (const how of ['exit', 'kill'] as const) {
      const kills = how === 'exit' || kind.name === 'process';
      const skip = isApart ? !kills && 'a thread cannot be killed alone' : 'caller and function share a thread';
      test(`rejects all calls, also later ones, when the peer dies (${how})`, { skip }, async () => {
        const own = open();
        const waiting = own.call('listen', 'answer');
        const [, dying] = await Promise.allSettled([waiting, own.call('die', how)]);
        await assert.rejects(waiting, PeerEndedError);
        assert.equal(dying.status, 'rejected');
        const error = dying.status === 'rejected' ? (dying.reason as PeerEndedError) : undefined;
        assert.match(error!.message, how === 'exit' ? /the peer ended without an answer \(exit code 3\)/ : /SIGKILL/);
        assert.equal(error!.exitCode, how === 'exit' ? 3 : undefined);
        assert.equal(error!.stderrTail, kind.name === 'process' ? 'first of two lines\nthe last words' : undefined);
        await assert.rejects(own.call('double', new Float32Array()), PeerEndedError);
        await own.close();
      });

      test(`opens a new peer after the death of one where that is wanted (${how})`, { skip }, async () => {
        const onPeerEnd = peerEnded({ who: 'the peer', advice: 'Start another.' });
        const own = new Client<typeof served>(kind.open, { onPeerEnd, reopen: true });
        await assert.rejects(own.call('die', how), PeerEndedError);
        assert.deepEqual(await own.call('double', Float32Array.of(1)), Float32Array.of(2));
        await own.close();
      });
    }
  });
}

test('a process that loses its parent stops what it does and ends', async () => {
  const channel = openProcess(module);
  const client = new Client<typeof served>(() => channel, { onPeerEnd: peerEnded({ who: 'it', advice: 'None.' }) });
  const waiting = client.call('listen', 'answer', { onEvent: () => void channel.close() });
  await assert.rejects(waiting, (error) => error instanceof PeerEndedError && error.exitCode === 0);
});

test('a thread has the environment of the process, which libraries read when they are loaded', async () => {
  const client = new Client<typeof served>(() => openThread(module), {
    onPeerEnd: peerEnded({ who: 'the thread', advice: 'Start another.' }),
  });
  await client.call('setVariable', ['GRAPHSAM_OF_A_THREAD', 'seen']);
  await client.close();
  assert.equal(process.env.GRAPHSAM_OF_A_THREAD, 'seen');
});
