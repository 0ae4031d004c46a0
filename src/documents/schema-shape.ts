/** The shape of a schema: which fields are known at a place, for suggestions. */
import { z } from 'zod';

type Schema = z.ZodType | z.core.$ZodType;
export type Path = readonly PropertyKey[];

/** Names of the fields that the schema knows at `path`; empty where it is no object. */
export function knownFields(schema: Schema, path: Path): readonly string[] {
  let here: Schema | null = schema;
  for (const step of path) here = here === null ? null : inside(bare(here), step);
  return here === null ? [] : fieldsOf(bare(here));
}

function fieldsOf(schema: Schema): readonly string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodRecord && schema.keyType instanceof z.ZodEnum) {
    return schema.keyType.options.map(String);
  }
  return [];
}

function inside(schema: Schema, step: PropertyKey): Schema | null {
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodObject) return schema.shape[String(step)] ?? null;
  return null;
}

/** Without the wrappers that do not change which fields there are. */
function bare(schema: Schema): Schema {
  if (schema instanceof z.ZodPipe) return bare(schema.in);
  const wrapped =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly;
  return wrapped ? bare(schema.unwrap()) : schema;
}
