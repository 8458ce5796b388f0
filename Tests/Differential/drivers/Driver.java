import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the two Java drivers share: reading messages and writing one JSON object a message (see driver.h). */
abstract class Driver {
  /** What a parser makes of one message; the strings are JSON already. */
  static final class Reading {
    final List<String> leaves = new ArrayList<>();
    final List<String> from = new ArrayList<>();
    String subject = "null";

    void addLeaf(String type, String name, byte[] body) {
      leaves.add("{\"type\":" + hex(type) + ",\"name\":" + hex(name) + ",\"body\":" + hex(body) + "}");
    }
  }

  abstract Reading read(byte[] message) throws Exception;

  void run() throws IOException {
    DataInputStream input = new DataInputStream(new java.io.BufferedInputStream(System.in));
    PrintStream output = new PrintStream(new java.io.BufferedOutputStream(System.out), false, "US-ASCII");
    for (int length; (length = nextLength(input)) >= 0; ) {
      byte[] message = new byte[length];
      input.readFully(message);
      output.print(answer(message) + "\n");
      output.flush();
    }
  }

  private String answer(byte[] message) {
    try {
      Reading reading = read(message);
      return "{\"leaves\":[" + String.join(",", reading.leaves) + "],\"from\":[" + String.join(",", reading.from)
          + "],\"subject\":" + reading.subject + "}";
    } catch (Exception | StackOverflowError error) {
      return "{\"error\":" + hex(error.toString()) + "}";
    }
  }

  private static int nextLength(InputStream input) throws IOException {
    int length = 0;
    for (int digit; (digit = input.read()) != '\n'; length = length * 10 + digit - '0') {
      if (digit < 0) return -1;
    }
    return length;
  }

  static String hex(String text) {
    return text == null ? "null" : hex(text.getBytes(StandardCharsets.UTF_8));
  }

  static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder(2 * bytes.length + 2).append('"');
    for (byte b : bytes) text.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
    return text.append('"').toString();
  }

  static byte[] bytes(InputStream input) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    for (int count; (count = input.read(piece)) > 0; ) all.write(piece, 0, count);
    return all.toByteArray();
  }
}
