import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.HexFormat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.common.message.RequestHeaderDataJsonConverter;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Readable;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;

/**
 * Decodes frames (without their size) with Kafka's own generated classes.
 * Stdin: lines of request|response TAB apiKey TAB apiVersion TAB hex; stdout: one JSON object a line.
 */
public final class DecodeFrames {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] parts = line.split("\t");
            ByteBuffer frame = ByteBuffer.wrap(HexFormat.of().parseHex(parts[3]));
            ApiKeys api = ApiKeys.forId(Short.parseShort(parts[1]));
            System.out.println(decode(parts[0].equals("request"), api, Short.parseShort(parts[2]), frame));
        }
    }

    private static String decode(boolean request, ApiKeys api, short version, ByteBuffer frame) throws Exception {
        ObjectNode node = JSON.createObjectNode();
        if (request) {
            RequestHeader header = RequestHeader.parse(frame);
            node.set("header", RequestHeaderDataJsonConverter.write(header.data(), header.headerVersion()));
            node.put("headerVersion", header.headerVersion());
        } else {
            ResponseHeader header = ResponseHeader.parse(frame, api.responseHeaderVersion(version));
            node.putObject("header").put("correlationId", header.correlationId());
            node.put("headerVersion", header.headerVersion());
        }
        String name = "org.apache.kafka.common.message." + api.messageType.name + (request ? "Request" : "Response") + "Data";
        Class<?> type = Class.forName(name);
        Constructor<?> read = type.getConstructor(Readable.class, short.class);
        Object data = read.newInstance(new ByteBufferAccessor(frame), version);
        // Records are told by their size only: they are in the hex, and dumped elsewhere.
        Method write = Class.forName(name + "JsonConverter").getMethod("write", type, short.class, boolean.class);
        node.set("body", (JsonNode) write.invoke(null, data, version, false));
        node.put("remaining", frame.remaining());
        return JSON.writeValueAsString(node);
    }
}
