package ccm.files;

import ccm.api.config.ConfigTree;
import ccm.api.rpc.RpcException;
import ccm.parts.threads.NamedThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that settings name. Everything is done by one thread, one thing after the other: what
 * was checked cannot change before it is read.
 */
@Component(
        service = FileStore.class,
        configurationPid = "ccm.fs",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = FileStore.Config.class)
public final class FileStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileStore.class);
    private static final int MAX_WAITING = 100;
    private static final long SETTLE_MILLIS = 1000;
    private static final int STOP_SECONDS = 5;

    /** Limits of ours; the original had those of its flash chip. */
    @ObjectClassDefinition(
            name = "CCM files",
            description =
                    "How much may be put into the folder of files that other settings name, such as"
                            + " certificates.")
    public @interface Config {
        @AttributeDefinition(
                name = "Largest file",
                description = "Bytes of the largest file.",
                min = "1024",
                max = "8388608")
        int max__file() default 1_048_576;

        @AttributeDefinition(
                name = "All files",
                description = "Bytes of all files together.",
                min = "1024",
                max = "1073741824")
        int max__bytes() default 8_388_608;

        @AttributeDefinition(
                name = "Files",
                description = "How many files there may be.",
                min = "1",
                max = "10000")
        int max__files() default 100;
    }

    private final Folder folder;
    private final Reader reader;
    private final Writer writer;
    private final Map<FileName, Future<?>> unsettled = new HashMap<>(); // the thread's alone
    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, new NamedThreads("ccm-files"));

    /**
     * Something done with files.
     *
     * @param <T> what comes of it
     */
    interface Job<T> {
        T run() throws IOException, RpcException;
    }

    @Activate
    public FileStore(BundleContext context, @Reference ConfigTree tree, Config config) {
        this(folder(context), tree, config);
    }

    FileStore(Path path, ConfigTree tree, Config config) {
        this.folder = new Folder(path);
        this.reader = new Reader(folder, new SecretNames(tree), config.max__file());
        this.writer =
                new Writer(
                        folder,
                        reader,
                        new Writer.Limits(
                                config.max__file(), config.max__bytes(), config.max__files()));
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setRemoveOnCancelPolicy(true);
    }

    @Activate
    void open() {
        thread.execute(this::settleAll);
    }

    @Deactivate
    void close() throws InterruptedException {
        thread.execute(this::settleAll);
        thread.shutdown();
        if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            thread.shutdownNow();
        }
    }

    /** Names and sizes, in the order of the names. */
    CompletionStage<SortedMap<String, Long>> sizes(String method) {
        return run(method, folder::sizes);
    }

    /** A part of a file that is no secret. */
    CompletionStage<Reader.Part> read(String method, FileName name, int offset, int length) {
        return run(method, () -> reader.read(method, name, offset, length));
    }

    /** Writes a part of a file. */
    CompletionStage<Boolean> write(String method, FileName name, Writer.Part part) {
        return run(method, () -> writeNow(method, name, part));
    }

    /** Removes a file, a secret one too. */
    CompletionStage<Boolean> remove(String method, FileName name) {
        return run(
                method,
                () -> {
                    reader.forget();
                    if (!folder.remove(name)) {
                        throw new Refusal(method).nothingTo("remove", name);
                    }
                    return true;
                });
    }

    /** Renames a file; not one that is a secret by its name alone. */
    CompletionStage<Boolean> rename(String method, FileName from, FileName to) {
        return run(method, () -> renameNow(method, from, to));
    }

    private boolean writeNow(String method, FileName name, Writer.Part part)
            throws IOException, RpcException {
        reader.forget();
        Optional.ofNullable(unsettled.remove(name)).ifPresent(timer -> timer.cancel(false));
        boolean whole = writer.write(method, name, part);
        if (!whole) {
            unsettled.put(
                    name,
                    thread.schedule(() -> settle(name), SETTLE_MILLIS, TimeUnit.MILLISECONDS));
        }
        return whole;
    }

    private boolean renameNow(String method, FileName from, FileName to)
            throws IOException, RpcException {
        reader.forget();
        if (folder.look(from).isEmpty()) {
            throw new Refusal(method).nothingTo("rename", from);
        }
        Optional<String> setting = reader.settingFor(from);
        if (setting.isPresent()) { // under another name it would be a secret no more
            throw new Refusal(method).secret(from, setting.get());
        }
        if (!from.equals(to)) {
            folder.rename(from, to);
        }
        return true;
    }

    private void settleAll() {
        try {
            for (String name : folder.sizes().keySet()) {
                settle(new FileName(name));
            }
        } catch (IOException e) {
            LOG.warn("{}: cannot be read, so no file can be put or got", folder, e);
        }
    }

    private void settle(FileName name) {
        unsettled.remove(name);
        try {
            if (!writer.settle(name)) {
                LOG.warn(
                        "{}: came in part only. It is not used until the rest of it is there; send"
                                + " it again.",
                        name);
            }
        } catch (IOException e) {
            LOG.warn("{}: cannot be put in its place ({})", name, e.toString());
        }
    }

    private <T> CompletionStage<T> run(String method, Job<T> job) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return CompletableFuture.failedFuture(
                    RpcException.limit(method + ": " + MAX_WAITING + " calls wait already"));
        }
        try {
            thread.execute(() -> complete(method, job, result));
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet();
            return CompletableFuture.failedFuture(
                    RpcException.limit(method + ": stopping. Try again in a second."));
        }
        return result;
    }

    private <T> void complete(String method, Job<T> job, CompletableFuture<T> result) {
        waiting.decrementAndGet();
        try {
            result.complete(job.run());
        } catch (RpcException e) {
            result.completeExceptionally(e);
        } catch (IOException e) {
            result.completeExceptionally(new Refusal(method).disk(e));
        } catch (RuntimeException e) { // the dispatcher logs it
            result.completeExceptionally(e);
        }
    }

    private static Path folder(BundleContext context) {
        String data = Optional.ofNullable(context.getProperty("ccm.data")).orElse(".");
        return Path.of(data, "files");
    }
}
