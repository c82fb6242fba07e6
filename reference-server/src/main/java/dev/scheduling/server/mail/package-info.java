/** E-mail, by SMTP. */
@NullMarked
package dev.scheduling.server.mail;

import org.jspecify.annotations.NullMarked;
