/** A chart whose code comes when the first one is drawn; its place is kept until then. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export function lazyChart(load: () => Promise<ComponentType>): ComponentType {
  return function LazyChart() {
    const [chart, setChart] = useState<{ readonly Chart: ComponentType }>();
    useEffect(() => {
      void load().then((Chart) => setChart({ Chart }));
    }, []);
    return chart ? <chart.Chart /> : <div class="live" />;
  };
}
