/**
 * A route of Next.js (app/api/predict/route.ts): the page of a site asks it, and it asks the service, whose address and key stay on
 * the server. Whatever else takes web requests (Hono, SvelteKit, Bun) runs it too.
 */
export async function POST(request: Request): Promise<Response> {
  const { GRAPHSAM_URL = 'http://localhost:8080', GRAPHSAM_KEY = '' } = process.env;
  const { smiles } = (await request.json()) as { smiles: unknown };
  const answer = await fetch(`${GRAPHSAM_URL}/predict`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': GRAPHSAM_KEY },
    body: JSON.stringify({ smiles }),
    signal: request.signal,
  });
  return Response.json(await answer.json(), { status: answer.status });
}
