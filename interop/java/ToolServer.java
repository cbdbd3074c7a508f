import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import org.apache.kafka.common.utils.Exit;

/**
 * Runs the main methods of Kafka's own tools, one after the other, in one JVM.
 *
 * A JVM takes one to two seconds until a tool has printed its first line; an interop run calls
 * some sixty tools. So this program stays up and gives each tool what it would have had alone:
 * its own stdin, stdout, stderr and exit code, its shutdown hooks, and freshly loaded tool
 * classes (ConsoleConsumer counts its messages in a static field).
 *
 *   stdin    one line a call:    mainClass TAB base64(stdin) TAB base64(arg) TAB base64(arg) ...
 *   stdout   lines of answers:   out|err TAB base64(bytes)       as the tool writes
 *                                exit TAB code                   when it has ended
 */
public final class ToolServer {
    private static final PrintStream ANSWERS = System.out;
    private static final List<Thread> HOOKS = new ArrayList<>();

    /**
     * In a JVM of its own, a tool does not come back from exit. Here it is unwound by this error,
     * which some tools catch and report: so its output is muted from the first exit on, and only
     * the code of that first exit counts.
     */
    private static final class ExitCalled extends Error {
        ExitCalled() {
            super("exit", null, false, false);
        }
    }

    private static volatile Integer exitCode;

    /** Loads the tools anew for each call, and everything below them once. */
    private static final class FreshTools extends URLClassLoader {
        FreshTools(URL[] urls) {
            super(urls, ToolServer.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean tool = name.startsWith("org.apache.kafka.tools.") || name.startsWith("kafka.");
            if (!tool) return super.loadClass(name, resolve);
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) return loaded;
                try {
                    return findClass(name);
                } catch (ClassNotFoundException absent) {
                    return super.loadClass(name, resolve);
                }
            }
        }
    }

    private static final class Channel extends OutputStream {
        private final String name;

        Channel(String name) {
            this.name = name;
        }

        @Override
        public void write(int single) {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            if (length > 0 && exitCode == null) answer(name, Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, from, from + length)));
        }
    }

    private static void answer(String kind, String value) {
        synchronized (ANSWERS) {
            ANSWERS.print(kind + "\t" + value + "\n");
            ANSWERS.flush();
        }
    }

    public static void main(String[] arguments) throws Exception {
        Exit.Procedure leave = (code, message) -> {
            System.out.flush();
            if (exitCode == null) exitCode = code;
            throw new ExitCalled();
        };
        Exit.setExitProcedure(leave);
        Exit.setHaltProcedure(leave);
        Exit.setShutdownHookAdder((name, hook) -> {
            synchronized (HOOKS) {
                HOOKS.add(new Thread(hook, name));
            }
        });
        URL[] tools = toolJars();
        BufferedReader calls = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = calls.readLine(); line != null; line = calls.readLine()) {
            String[] parts = line.split("\t", -1);
            String[] args = new String[parts.length - 2];
            for (int i = 0; i < args.length; i++) args[i] = new String(decode(parts[i + 2]), StandardCharsets.UTF_8);
            answer("exit", Integer.toString(call(tools, parts[0], decode(parts[1]), args)));
        }
        Runtime.getRuntime().halt(0);
    }

    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static URL[] toolJars() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(System.getProperty("path.separator"))) {
            String file = Path.of(entry).getFileName().toString();
            if (file.startsWith("kafka-tools-") || file.startsWith("kafka_")) urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(new URL[0]);
    }

    private static int call(URL[] tools, String mainClass, byte[] stdin, String[] args) throws Exception {
        InputStream commands = System.in;
        PrintStream err = new PrintStream(new Channel("err"), true);
        PrintStream out = new PrintStream(new java.io.BufferedOutputStream(new Channel("out"), 8192), false);
        System.setIn(new ByteArrayInputStream(stdin));
        System.setOut(out);
        System.setErr(err);
        exitCode = null;
        FreshTools loader = new FreshTools(tools);
        Thread tool = new Thread(() -> run(loader, mainClass, args), "main");
        tool.setContextClassLoader(loader);
        tool.start();
        tool.join();
        int code = exitCode == null ? 0 : exitCode;
        out.flush();
        exitCode = null;
        runHooks();
        out.flush();
        err.flush();
        System.setIn(commands);
        return code;
    }

    private static void run(ClassLoader loader, String mainClass, String[] args) {
        try {
            Class.forName(mainClass, true, loader).getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException wrapped) {
            if (exitCode != null) return;
            System.err.print("Exception in thread \"main\" ");
            wrapped.getCause().printStackTrace();
            exitCode = 1;
        } catch (ReflectiveOperationException unknown) {
            System.err.println("Error: could not find or load main class " + mainClass);
            exitCode = 1;
        }
    }

    /** As the JVM would at its end: all hooks start, and are waited for. */
    private static void runHooks() throws InterruptedException {
        List<Thread> hooks;
        synchronized (HOOKS) {
            hooks = new ArrayList<>(HOOKS);
            HOOKS.clear();
        }
        for (Thread hook : hooks) hook.start();
        for (Thread hook : hooks) hook.join(10_000);
    }
}
