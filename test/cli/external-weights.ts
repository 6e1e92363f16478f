/** An ONNX file as other tools write large ones: a weight is not inside, a path says where it is. Fields are those of onnx.proto. */

interface Field {
  readonly number: number;
  /** With its tag. */
  readonly whole: Buffer;
  /** Of a field with a length. */
  readonly content?: Buffer;
}

/** The model with its first initializer's values moved to `location`. */
export function withExternalWeights(model: Buffer, location: string): Buffer {
  const graph = 7;
  return changeFirst(model, graph, (fields) => changeFirst(fields, 5, (tensor) => moved(tensor, location)));
}

function moved(tensor: Buffer, location: string): Buffer {
  const rawData = 9;
  const kept = fieldsOf(tensor).filter(({ number }) => number !== rawData);
  const entry = Buffer.concat([field(1, Buffer.from('location')), field(2, Buffer.from(location))]);
  const isExternal = Buffer.concat([varint(14 << 3), varint(1)]);
  return Buffer.concat([...kept.map(({ whole }) => whole), field(13, entry), isExternal]);
}

function changeFirst(message: Buffer, number: number, change: (content: Buffer) => Buffer): Buffer {
  const fields = fieldsOf(message);
  const first = fields.findIndex((each) => each.number === number);
  return Buffer.concat(
    fields.map(({ whole, content }, index) => (index === first ? field(number, change(content!)) : whole)),
  );
}

function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++]!;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const start = at;
    const tag = next();
    const kind = tag & 7;
    let content: Buffer | undefined;
    if (kind === 2) {
      const length = next();
      content = message.subarray(at, at + length);
      at += length;
    } else if (kind === 0) next();
    else at += kind === 1 ? 8 : 4;
    fields.push({ number: tag >> 3, whole: message.subarray(start, at), ...(content && { content }) });
  }
  return fields;
}

function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(content.length), content]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest & 127) | 128);
  return Buffer.from([...bytes, rest]);
}
