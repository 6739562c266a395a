# gzip without name and time, so that the same changelog gives the same file.
execute_process(COMMAND gzip -9nc ${SOURCE} OUTPUT_FILE ${OUTPUT} COMMAND_ERROR_IS_FATAL ANY)
