/** Task 0.6, right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'compiles nothing: it goes through the declaration for every message',
    change: {
      'protocol/codec-array.ts': {
        arrayCodec: `
          return {
            minSize: flexible ? 1 : 4,
            read(reader) {
              const least = element.minSize;
              const count = flexible ? reader.compactArrayCount(least) : reader.arrayCount(least);
              if (count === -1 && nullable) return null;
              if (count === -1) throw new DecodeError('null', reader.position);
              return Array.from({ length: count }, (_, index) =>
                within('[' + index + ']', () => element.read(reader)),
              );
            },
            write(writer, value) {
              const none = value === null && nullable;
              if (!none && !Array.isArray(value)) throw new EncodeError('not an array');
              const count = none ? -1 : (value as unknown[]).length;
              if (flexible) writer.compactArrayCount(count);
              else writer.arrayCount(count);
              if (none) return;
              for (const [index, one] of (value as unknown[]).entries()) {
                within('[' + index + ']', () => element.write(writer, one));
              }
            },
          };`,
        '+': `
          function within<T>(segment: string, run: () => T): T {
            try {
              return run();
            } catch (error) {
              throw located(error, segment);
            }
          }`,
      },
      'protocol/codec.ts': {
        compileMessage: `
          const scope = { version, ...options };
          return {
            minSize: leastSize(fields, scope),
            read: (reader) => readStruct(reader, fields, scope),
            write: (writer, value) => writeStruct(writer, fields, value, scope),
          };`,
        '+': `
          const inRange = (range: string | undefined, version: number) =>
            range !== undefined && includes(parseVersions(range), version);

          function isHere(field: Field, version: number): boolean {
            return inRange(field.versions, version) && !inRange(field.options.tagged, version);
          }

          function leastSize(fields: Fields, scope: Scope): number {
            let sum = scope.flexible ? 1 : 0;
            for (const field of Object.values(fields)) {
              if (isHere(field, scope.version)) sum += codecOf(field, scope).minSize;
            }
            return sum;
          }

          function codecOf(field: Field, scope: Scope): FieldCodec {
            const { version } = scope;
            const own = field.options.flexible;
            const flexible = scope.flexible && (own === undefined || inRange(own, version));
            const since = Math.max(scope.since, parseVersions(field.versions).min);
            const nullable = inRange(field.options.nullable, version);
            const mark = inRange(field.options.tagged, version) ? 0 : -1;
            return codecOfType(field.type, { version, flexible, since }, nullable, mark);
          }

          function codecOfType(type: FieldType, scope: Scope, nullable: boolean, mark = -1): FieldCodec {
            if (type.kind === 'array') {
              return arrayCodec(codecOfType(type.element, scope, false), scope.flexible, nullable);
            }
            if (type.kind !== 'struct') return primitiveCodec(type.kind, scope.flexible, nullable);
            const { fields } = type;
            if (!nullable) {
              return {
                minSize: leastSize(fields, scope),
                read: (reader) => readStruct(reader, fields, scope),
                write: (writer, value) => writeStruct(writer, fields, value, scope),
              };
            }
            return {
              minSize: 1,
              read: (reader) => (reader.int8() <= mark ? null : readStruct(reader, fields, scope)),
              write(writer, value) {
                writer.int8(value === null ? mark : 1);
                if (value !== null) writeStruct(writer, fields, value, scope);
              },
            };
          }

          function readStruct(reader: Reader, fields: Fields, scope: Scope): Struct {
            const struct: Struct = {};
            for (const [name, field] of Object.entries(fields)) {
              try {
                struct[name] = isHere(field, scope.version)
                  ? codecOf(field, scope).read(reader)
                  : defaultOf(field)();
              } catch (error) {
                throw located(error, name);
              }
            }
            if (scope.flexible) readTagged(reader, struct, taggedOf(fields, scope));
            return struct;
          }

          function taggedOf(fields: Fields, scope: Scope): TaggedField[] {
            const found: TaggedField[] = [];
            for (const [name, field] of Object.entries(fields)) {
              if (!inRange(field.options.tagged, scope.version)) continue;
              const { read, write } = codecOf(field, scope);
              const tag = field.options.tag ?? 0;
              found.push({ name, tag, read, write, isDefault: defaultCheck(field) });
            }
            return found.sort((one, other) => one.tag - other.tag);
          }

          function writeStruct(writer: Writer, fields: Fields, value: unknown, scope: Scope): void {
            if (typeof value !== 'object' || value === null) throw new EncodeError('no struct');
            for (const [name, field] of Object.entries(fields)) {
              if (inRange(field.options.tagged, scope.version)) continue;
              try {
                writeOne(writer, field, (value as Struct)[name], scope);
              } catch (error) {
                throw located(error, name);
              }
            }
            if (scope.flexible) writeTagged(writer, value as Struct, taggedOf(fields, scope));
          }

          function writeOne(writer: Writer, field: Field, given: unknown, scope: Scope): void {
            const { options, versions } = field;
            if (isHere(field, scope.version)) {
              const optional =
                options.default !== undefined ||
                options.tag !== undefined ||
                options.nullable !== undefined ||
                parseVersions(versions).min > scope.since ||
                parseVersions(versions).max !== OPEN_END;
              const value = given === undefined && optional ? defaultOf(field)() : given;
              codecOf(field, scope).write(writer, value);
            } else if (!options.ignorable && !defaultCheck(field)(given)) {
              throw new EncodeError('this version has no such field');
            }
          }`,
      },
    },
  },
];
