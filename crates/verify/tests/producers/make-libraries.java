import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Writes texts with Gson and Jackson. */
class MakeLibraries {
    interface Printer {
        String print(Object value) throws Exception;
    }

    static final String[] PARTS = {"payExchangeInfoHead", "payExchangeInfoLists"};

    public static void main(String[] arguments) throws Exception {
        String sent = Files.readString(Path.of("upload.txt"));
        var tree = JsonParser.parseString(sent).getAsJsonObject();
        write("gson", part -> new Gson().toJson(tree.get((String) part)), "gson");
        var pretty = new GsonBuilder().setPrettyPrinting().create();
        write("gson+indent-2", part -> pretty.toJson(tree.get((String) part)), "gson");
        var map = new Gson().fromJson(sent, Map.class);
        write("number-shortest+gson", part -> new Gson().toJson(map.get(part)), "gson");
        var mapper = new ObjectMapper();
        var node = mapper.readTree(sent);
        write("number-shortest", part -> mapper.writeValueAsString(node.get((String) part)), "jackson");
        write("number-shortest+indent-jackson",
            part -> mapper.writerWithDefaultPrettyPrinter().writeValueAsString(node.get((String) part)), "jackson");
        write("number-shortest+hash-map", part -> mapper.writeValueAsString(hashed(mapper.convertValue(node.get((String) part), Object.class))), "jackson");
        var bean = new ObjectMapper().configure(com.fasterxml.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
        write("number-shortest+sorted", part -> bean.writeValueAsString(bean.convertValue(node.get((String) part), Object.class)), "jackson");
        var ascii = new ObjectMapper();
        ascii.getFactory().enable(com.fasterxml.jackson.core.JsonGenerator.Feature.ESCAPE_NON_ASCII);
        write("number-shortest+unicode-upper", part -> ascii.writeValueAsString(node.get((String) part)), "jackson");
    }

    /** Replaces every map with a HashMap. */
    static Object hashed(Object value) {
        if (value instanceof Map<?, ?> map) {
            var copy = new HashMap<Object, Object>();
            map.forEach((name, member) -> copy.put(name, hashed(member)));
            return copy;
        }
        return value instanceof java.util.List<?> list ? list.stream().map(MakeLibraries::hashed).toList() : value;
    }

    static void write(String name, Printer printer, String program) throws Exception {
        String text = "\"sessionID\":\"s-20260101-0001\"||\"payExchangeInfoHead\":\"" + printer.print(PARTS[0])
            + "\"||\"payExchangeInfoLists\":\"" + printer.print(PARTS[1]) + "\"||\"serviceTime\":\"1767225600123\"";
        Files.writeString(Path.of("texts", name + "." + program + ".txt"), text);
    }
}
