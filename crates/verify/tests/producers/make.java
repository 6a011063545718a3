import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes texts with the JDK alone: encodings and numbers. */
class Make {
    public static void main(String[] arguments) throws Exception {
        String sent = Files.readString(Path.of("upload.txt"));
        String head = between(sent, "\"payExchangeInfoHead\":", ",\"payExchangeInfoLists\"");
        String lists = between(sent, "\"payExchangeInfoLists\":", ",\"serviceTime\"");
        String text = text(head, lists);
        write("question-marks", text.getBytes(StandardCharsets.US_ASCII));
        write("utf-8-twice", new String(text.getBytes("UTF-8"), "ISO-8859-1").getBytes("UTF-8"));
        write("form-encoded", URLEncoder.encode(text, "UTF-8").getBytes());
        double amount = 100.10;
        write("number-shortest", text.replace("100.10", "" + amount).getBytes("UTF-8"));
        write("number-five-decimals", text.replace("100.10", "" + BigDecimal.valueOf(amount).setScale(5)).getBytes("UTF-8"));
    }

    static String text(String head, String lists) {
        return "\"sessionID\":\"s-20260101-0001\"||\"payExchangeInfoHead\":\"" + head + "\"||\"payExchangeInfoLists\":\""
            + lists + "\"||\"serviceTime\":\"1767225600123\"";
    }

    static String between(String text, String before, String after) {
        int start = text.indexOf(before) + before.length();
        return text.substring(start, text.indexOf(after, start));
    }

    static void write(String name, byte[] bytes) throws Exception {
        Files.write(Path.of("texts", name + ".java.txt"), bytes);
    }
}
