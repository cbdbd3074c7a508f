import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;

/** Prints as JSON what DescribeConfigs answers: bootstrap, type (BROKER or TOPIC), name. */
public final class DescribeConfigs {
    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", args[0]);
        ConfigResource resource = new ConfigResource(ConfigResource.Type.valueOf(args[1]), args[2]);
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        try (Admin admin = Admin.create(properties)) {
            DescribeConfigsOptions options = new DescribeConfigsOptions().includeSynonyms(true).includeDocumentation(true);
            Config config = admin.describeConfigs(List.of(resource), options).all().get().get(resource);
            System.out.println(json.writeValueAsString(entries(json, config.entries())));
        }
    }

    private static ArrayNode entries(ObjectMapper json, Collection<ConfigEntry> all) {
        TreeMap<String, ConfigEntry> byName = new TreeMap<>(all.stream().collect(Collectors.toMap(ConfigEntry::name, e -> e)));
        ArrayNode entries = json.createArrayNode();
        for (ConfigEntry entry : byName.values()) {
            ObjectNode node = entries.addObject();
            node.put("name", entry.name());
            node.put("value", entry.value());
            node.put("type", entry.type().name());
            node.put("source", entry.source().name());
            node.put("isSensitive", entry.isSensitive());
            node.put("isReadOnly", entry.isReadOnly());
            ArrayNode synonyms = node.putArray("synonyms");
            for (ConfigEntry.ConfigSynonym synonym : entry.synonyms()) {
                synonyms.addObject().put("name", synonym.name()).put("value", synonym.value()).put("source", synonym.source().name());
            }
        }
        return entries;
    }
}
