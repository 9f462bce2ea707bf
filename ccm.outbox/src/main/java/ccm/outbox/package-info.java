/**
 * The durable queues: one folder a queue, in it a log of segment files.
 *
 * <p>A record is encoded by {@link ccm.outbox.RecordCodec} and written in groups by {@link
 * ccm.outbox.Committer}, the only one who writes files. Callers share {@link ccm.outbox.QueueState}
 * under its monitor, which is never held while a file is touched.
 */
package ccm.outbox;
