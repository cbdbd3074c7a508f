/** Task 0.5, right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'gives each tagged value a Reader of its own, and puts frames together at the end',
    change: {
      'protocol/codec-tagged.ts': {
        readTagged: `
          const byTag = new Map(fields.map((field) => [field.tag, field]));
          const count = reader.unsignedVarint();
          for (let index = 0; index < count; index++) {
            const field = byTag.get(reader.unsignedVarint());
            const value = new OwnReader(reader.raw(reader.unsignedVarint()));
            if (field === undefined) continue;
            try {
              struct[field.name] = field.read(value);
              if (value.remaining() > 0) throw new DecodeError('bytes left', value.position);
            } catch (error) {
              throw located(error, field.name);
            }
          }`,
        writeTagged: `
          const there = fields.filter((field) => !field.isDefault(struct[field.name]));
          writer.unsignedVarint(there.length);
          for (const field of there) writeField(writer, struct, field);`,
        '+': "import { Reader as OwnReader } from '#protocol/reader.ts';",
      },
      'protocol/api-keys.ts': {
        requestHeaderVersion: `
          const known = Object.values(apis).find((one) => one.key === key);
          return known && (version < known.flexibleSince ? 1 : 2);`,
        responseHeaderVersion: `
          if (key === 18) return 0;
          const request = requestHeaderVersion(key, version);
          return request === undefined ? undefined : request - 1;`,
      },
      'protocol/request-header.ts': {
        readRequestHeader: `
          const ahead = new OwnReader(reader.bytes, reader.position);
          const version = requestHeaderVersion(ahead.int16(), ahead.int16());
          if (version === undefined) throw new DecodeError('no such API', reader.position);
          const [requestApiKey, requestApiVersion] = [reader.int16(), reader.int16()];
          const header = {
            requestApiKey,
            requestApiVersion,
            correlationId: reader.int32(),
            clientId: reader.nullableString(),
          };
          for (let left = version === 2 ? reader.unsignedVarint() : 0; left > 0; left--) {
            reader.unsignedVarint();
            reader.raw(reader.unsignedVarint());
          }
          return header;`,
        encodeRequest: `
          const rest = new Writer();
          RequestHeader.codec(request.headerVersion(version)).write(rest, {
            requestApiKey: request.apiKey,
            requestApiVersion: version,
            ...header,
          });
          request.codec(version).write(rest, body);
          const size = new Writer();
          size.int32(rest.size);
          return [size.bytes(), rest.bytes()];`,
        '+': "import { Reader as OwnReader } from '#protocol/reader.ts';",
      },
      'protocol/response-header.ts': {
        encodeResponse: `
          const rest = new Writer();
          rest.int32(correlationId);
          if (response.headerVersion(version) === 1) rest.raw(Uint8Array.of(0));
          response.codec(version).write(rest, body);
          const whole = new Writer();
          whole.byteArray(rest.chunks());
          return [whole.bytes()];`,
      },
    },
  },
];
