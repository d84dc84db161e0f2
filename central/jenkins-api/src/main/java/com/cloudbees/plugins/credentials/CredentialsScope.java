package com.cloudbees.plugins.credentials;

public enum CredentialsScope {
    GLOBAL,
    SYSTEM
}
