/**
 * What a gateway's board has besides its ports: digital lines.
 *
 * <p>A line is named by a text. {@code SCHEME:REST} is understood by the {@link ccm.api.board.Pins}
 * whose property {@link ccm.api.board.Pins#SCHEME} is that scheme; a text without a scheme is meant
 * for {@code gpio}: {@code gpiochip0/17} (chip and offset) or the line's own name, as {@code
 * GPIO17}.
 */
@Export
@Version("1.0.0")
package ccm.api.board;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
