import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The contract of a benchmark driver: {@code java Contract PEER PACK RUNG WARM PASSES STRIDE [latency]}. */
public final class Contract {
  /** How much is done with a message; every rung does what the one before does, and more. */
  enum Rung { structure, selected, headers, full }

  /** What a pass has seen; drivers are compared only where they have seen the same. */
  static final class Counts {
    long parts;
    long fields;
    long decoded;
    long sum;

    private final byte[] bytes = new byte[1 << 16];
    private final char[] characters = new char[1 << 14];

    /** Reads a decoded leaf to its end: bytes, or characters where a charset is given. */
    void drain(InputStream leaf, String charset) throws IOException {
      if (charset == null) {
        for (int n; (n = leaf.read(bytes)) > 0; ) {
          decoded += n;
          for (int i = 0; i < n; i += 64) sum += bytes[i];
        }
      } else {
        drain(new InputStreamReader(leaf, known(charset)));
      }
    }

    void drain(Reader text) throws IOException {
      for (int n; (n = text.read(characters)) > 0; ) {
        decoded += n;
        for (int i = 0; i < n; i += 64) sum += characters[i];
      }
    }

    private static Charset known(String name) {
      try {
        return Charset.forName(name);
      } catch (IllegalArgumentException unknown) {
        return StandardCharsets.ISO_8859_1;
      }
    }
  }

  /** One library. */
  interface Peer {
    void see(byte[] message, Rung rung, Counts counts) throws Exception;
  }

  private static Peer peer(String name) {
    return switch (name) {
      case "javamail" -> new JavaMail();
      case "mime4j-dom" -> new Mime4jDom();
      case "mime4j-stream" -> new Mime4jStream();
      default -> throw new IllegalArgumentException(name);
    };
  }

  public static void main(String[] arguments) throws Exception {
    String name = arguments[0];
    Rung rung = Rung.valueOf(arguments[2]);
    int warm = Integer.parseInt(arguments[3]);
    int passes = Integer.parseInt(arguments[4]);
    List<byte[]> pack = read(Path.of(arguments[1]), Integer.parseInt(arguments[5]));
    if (arguments.length > 6) {
      latency(name, pack, rung, warm, passes);
    } else {
      throughput(name, pack, rung, warm, passes);
    }
  }

  private static List<byte[]> read(Path path, int stride) throws IOException {
    List<byte[]> messages = new ArrayList<>();
    try (var input = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 20))) {
      for (int ordinal = 0; ; ordinal++) {
        int length;
        try {
          length = Integer.reverseBytes(input.readInt());
        } catch (EOFException end) {
          return messages;
        }
        if (ordinal % stride == 0) {
          messages.add(input.readNBytes(length));
        } else {
          input.skipNBytes(length);
        }
      }
    }
  }

  private static void throughput(String name, List<byte[]> pack, Rung rung, int warm, int passes) throws Exception {
    Peer peer = peer(name);
    long bytes = pack.stream().mapToLong(message -> message.length).sum();
    for (int pass = -warm; pass < passes; pass++) {
      Counts counts = new Counts();
      double wall = System.nanoTime() * 1e-9;
      double processor = processorSeconds();
      for (byte[] message : pack) peer.see(message, rung, counts);
      processor = processorSeconds() - processor;
      wall = System.nanoTime() * 1e-9 - wall;
      if (pass < 0) continue;
      System.out.printf(
          "{\"peer\":\"%s\",\"mode\":\"%s\",\"s\":%.9f,\"cpu\":%.9f,\"bytes\":%d,\"msgs\":%d,", name, rung, wall,
          processor, bytes, pack.size());
      System.out.printf(
          "\"parts\":%d,\"headers\":%d,\"decoded\":%d,\"sum\":%d}%n", counts.parts, counts.fields, counts.decoded,
          counts.sum);
    }
  }

  private static void latency(String name, List<byte[]> pack, Rung rung, int warm, int passes) throws Exception {
    Peer peer = peer(name);
    long[] fastest = new long[pack.size()];
    Arrays.fill(fastest, Long.MAX_VALUE);
    for (int pass = -warm; pass < passes; pass++) {
      Counts counts = new Counts();
      for (int i = 0; i < fastest.length; i++) {
        long time = System.nanoTime();
        peer.see(pack.get(i), rung, counts);
        time = System.nanoTime() - time;
        if (pass >= 0) fastest[i] = Math.min(fastest[i], time);
      }
    }
    Arrays.sort(fastest);
    int n = fastest.length;
    System.out.printf(
        "{\"peer\":\"%s\",\"mode\":\"%s\",\"msgs\":%d,\"p50\":%d,\"p99\":%d,\"max\":%d}%n", name, rung, n,
        fastest[n / 2], fastest[(int) (n * 99L / 100)], fastest[n - 1]);
  }

  /** The collector's and the compiler's threads included. */
  private static double processorSeconds() {
    var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() * 1e-9;
  }
}
