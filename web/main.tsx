/** The entry of the page. */
import { render } from 'preact';

render(<h1>graphsam</h1>, document.getElementById('page')!);
