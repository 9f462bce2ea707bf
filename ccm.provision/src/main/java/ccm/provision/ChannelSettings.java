package ccm.provision;

/** What the settings {@code provision.NAME.*} of every channel have, whoever brings it. */
@interface ChannelSettings {
    /** What a channel may call unless its vendor says otherwise. */
    String METHODS =
            "Provision.Status,Provision.Join,Wifi.Scan,Wifi.Status,Config.Set,Config.Save,"
                    + "Config.Get,Sys.GetInfo,RPC.Ping,RPC.List";

    boolean enable() default true;

    String states() default "0,1";

    String acl() default "wifi.*";

    String methods() default METHODS;
}
