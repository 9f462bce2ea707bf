package ccm.parts.firmware;

/** A firmware file is damaged; says what was found where. The file's name is for others to add. */
public final class ImageException extends Exception {
    private static final long serialVersionUID = 1;

    public ImageException(String message) {
        super(message);
    }

    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
