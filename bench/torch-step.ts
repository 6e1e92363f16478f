/** What PyTorch reaches on the same card: a mark beside our steps, not the same model. */
import { spawnSync } from 'node:child_process';

/** Forward, backward and Adam of torch's own encoder layers on the card, of CoMPT's usual size. */
const torchProgram = `
import time, torch
d = 'cuda' if torch.cuda.is_available() else 'cpu'
layer = torch.nn.TransformerEncoderLayer(256, 4, 256, batch_first=True)
net = torch.nn.TransformerEncoder(layer, 4).to(d)
opt = torch.optim.Adam(net.parameters())
x = torch.randn(32, 27, 256, device=d)
times = []
for i in range(30):
    t = time.time(); opt.zero_grad(); net(x).square().mean().backward(); opt.step()
    if d == 'cuda': torch.cuda.synchronize()
    times.append(1000 * (time.time() - t))
times = sorted(times[10:])
print(torch.__version__, d, times[len(times) // 2])
`;

/** Undefined where Python has no torch. */
export function torchStep(): { version: string; device: string; stepMs: number } | undefined {
  const ran = spawnSync('python3', ['-c', torchProgram], { encoding: 'utf8', timeout: 60_000 });
  if (ran.status !== 0) return undefined;
  const [version, device, stepMs] = ran.stdout.trim().split(' ') as [string, string, string];
  return { version, device, stepMs: Number(stepMs) };
}
