package ccm.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.outbox.OutboxQueue.Durability;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/** A process that fills a queue until it is killed, and says which records are answered. */
final class Flood {
    private static final int WAITING = 200;

    private Flood() {}

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out));
        Semaphore free = new Semaphore(WAITING);
        QueueLimits limits = new QueueLimits(64 << 20, 1_000_000, 0, 262_144, false);
        LogQueue queue =
                Queues.open(
                        new FolderDisk(Path.of(args[0])),
                        limits,
                        System::currentTimeMillis,
                        64 << 10);
        queue.start();
        for (int i = 0; ; i++) {
            free.acquire();
            byte[] text = (i + " " + "x".repeat(i % 200)).getBytes(UTF_8);
            queue.append(text, Durability.NOW)
                    .thenAccept(
                            number -> {
                                out.println(number);
                                free.release();
                            });
        }
    }
}
