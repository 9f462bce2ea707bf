/**
 * The setup command of AWS IoT Core. {@link ccm.cli.aws.AwsAccount} is the only class that sees
 * Amazon's SDK, which is loaded when it is used and never by another command.
 */
package ccm.cli.aws;
