mod digest;
mod reply;
