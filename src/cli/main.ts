#!/usr/bin/env node
/** The command line's entry: `graphsam COMMAND ...`. All else is imported where it can be caught that the system lets no more files be opened. */
try {
  const { runCommand } = await import('./run-command.ts');
  process.exitCode = await runCommand(process.argv.slice(2));
} catch (error) {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code !== 'EMFILE' && code !== 'ENFILE') throw error;
  // What tells errors may be what was not loaded, and is not loaded a second time.
  const advice = 'Raise the limit (ulimit -n), or let fewer programs and threads run.';
  process.stderr.write(
    `error: this program has as many files open as it may (${code})\n  where: ${path}\n  advice: ${advice}\n`,
  );
  process.exitCode = 5;
}

export {};
