package io.jenkins.plugins.intune.credentials;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/** The labels of a credential's form. What "Verify" says of a field begins with its label. */
final class FieldTitles {

    private FieldTitles() {}

    /** The label of a field, or {@code null} if the form has no such field. */
    @CheckForNull
    static String of(String field) {
        return switch (field) {
            case "tenantId" -> Messages.FieldTitles_tenantId();
            case "clientId" -> Messages.FieldTitles_clientId();
            case "cloud" -> Messages.FieldTitles_cloud();
            case "authentication" -> Messages.FieldTitles_authentication();
            case "secret" -> Messages.FieldTitles_secret();
            case "certificateId" -> Messages.FieldTitles_certificateId();
            case "certificate" -> Messages.FieldTitles_certificate();
            case "password" -> Messages.FieldTitles_password();
            case "tokenId" -> Messages.FieldTitles_tokenId();
            default -> null;
        };
    }
}
