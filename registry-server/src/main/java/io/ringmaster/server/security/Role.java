package io.ringmaster.server.security;

/** What somebody may do. */
enum Role {
    /** See who is listed, watch, see what happened. */
    READ,
    /** Register instances of some services, and renew, change and remove them. */
    REGISTER,
    /** Say what operators say of any instance: take it out, drain it, weigh it. */
    OPERATE,
    /** Everything, also to what others have registered. */
    ADMIN
}
