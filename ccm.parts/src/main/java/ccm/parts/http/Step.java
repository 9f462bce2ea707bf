package ccm.parts.http;

import java.time.Duration;

/**
 * What a connection is at.
 *
 * @param most how long it may be
 * @param busy true while a request is being carried out
 */
public record Step(Duration most, boolean busy) {}
