/**
 * Frames between this gateway and one peer: a line of JSON each, in both directions.
 *
 * <p>A transport publishes a {@link ccm.api.link.FrameLink} and hands what it reads to the {@link
 * ccm.api.link.FrameListener}. The two may come and go without each other: while there is no
 * listener, the link keeps what it reads.
 */
@Export
@Version("1.2.0")
package ccm.api.link;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
