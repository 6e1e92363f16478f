/** Two buttons that give a chart as a file. */
import { SaveButton } from '../parts/save-button.tsx';
import { pngFile, svgFile } from './chart-file.ts';

interface ChartFilesProps {
  readonly title: string;
  /** Name of the files without an ending: table, property, chart. */
  readonly stem: string;
  /** Calls with the drawing, which has to be in the document until the promise is settled. */
  readonly withDrawing: <Result>(use: (svg: SVGSVGElement) => Promise<Result>) => Promise<Result>;
}

export function ChartFiles({ title, stem, withDrawing }: ChartFilesProps) {
  return (
    <div class="row chart-files">
      <SaveButton
        title="SVG"
        label={`${title} as SVG`}
        fileName={`${stem}.svg`}
        make={() => withDrawing(async (svg) => svgFile(svg, title))}
      />
      <SaveButton
        title="PNG"
        label={`${title} as PNG`}
        fileName={`${stem}.png`}
        make={() => withDrawing((svg) => pngFile(svg, title))}
      />
    </div>
  );
}
